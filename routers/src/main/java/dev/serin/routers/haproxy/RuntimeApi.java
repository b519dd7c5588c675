package dev.serin.routers.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HAProxy's runtime API: text commands over a socket, one connection for each.
///
/// @param address of a `stats socket`, at level operator or above
/// @param timeout for a whole command, from the connection to the last byte of the answer
record RuntimeApi(SocketAddress address, Duration timeout) {
  private static final int ROOM = 64 * 1024;

  /// What a command came to.
  sealed interface Reply {
    /// HAProxy answered.
    ///
    /// @param text without white space around it; empty is success for a command that changes
    record Answer(String text) implements Reply {}

    /// Nobody answered.
    ///
    /// @param why with the socket and what would help
    record Unreachable(String why) implements Reply {}
  }

  /// Reads an address: `/run/haproxy/admin.sock`, `unix@/path` or `host:port`.
  ///
  /// @throws IllegalArgumentException when it is none of these
  static SocketAddress address(String text) {
    String plain = text.startsWith("unix@") ? text.substring("unix@".length()) : text;
    int colon = plain.lastIndexOf(':');
    if (plain.startsWith("/")) {
      return UnixDomainSocketAddress.of(Path.of(plain));
    }
    if (colon < 1 || !plain.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "a socket must be /path/to/socket or host:port, but is \"" + text + "\"");
    }
    return new InetSocketAddress(
        plain.substring(0, colon), Integer.parseInt(plain.substring(colon + 1)));
  }

  /// Gives one command, or several with `;` between them, and waits for the answer.
  Reply ask(String command) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (SocketChannel channel = open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      if (!channel.connect(address)) {
        await(key, SelectionKey.OP_CONNECT, deadline);
        channel.finishConnect();
      }
      ByteBuffer out = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        await(key, SelectionKey.OP_WRITE, deadline);
        channel.write(out);
      }
      return new Reply.Answer(read(channel, key, deadline).strip());
    } catch (IOException failure) {
      return new Reply.Unreachable(why(String.valueOf(failure.getMessage())));
    }
  }

  /// What commands that change something came to.
  ///
  /// @param reply to these commands
  /// @param by the process that got them; empty when none did
  record Taken(Reply reply, Optional<Life> by) {}

  /// Gives commands that change something, and asks in the same breath who gets them.
  Taken change(String commands) {
    return switch (ask("show info; " + commands)) {
      case Reply.Unreachable unreachable -> new Taken(unreachable, Optional.empty());
      case Reply.Answer(String text) -> {
        int end = text.indexOf("\n\n");
        String rest = end < 0 ? "" : text.substring(end).strip();
        yield new Taken(new Reply.Answer(rest), Life.read(text));
      }
    };
  }

  private String why(String failure) {
    String fix =
        switch (failure) {
          case "Permission denied" ->
              "let Serin's user open it, such as with `group` and `mode 660` in HAProxy's `stats socket` line";
          case "No such file or directory" ->
              "start HAProxy, or say in setting serin/haproxy.socket where its `stats socket` is";
          case "Connection refused" ->
              "start HAProxy, and look whether its `stats socket` is there";
          default -> "look whether HAProxy runs and has a `stats socket` there";
        };
    return "HAProxy's runtime API at %s can not be used: %s; %s".formatted(address, failure, fix);
  }

  /// Asks which process answers; empty when none does.
  Optional<Life> life() {
    return switch (ask("show info")) {
      case Reply.Unreachable _ -> Optional.empty();
      case Reply.Answer(String text) -> Life.read(text);
    };
  }

  /// A process of HAProxy; each reload and restart makes a new one.
  ///
  /// @param seconds how long it has run
  record Life(long pid, long seconds) {
    private static final Pattern PID = Pattern.compile("(?m)^Pid: ([0-9]{1,18})$");
    private static final Pattern UPTIME = Pattern.compile("(?m)^Uptime_sec: ([0-9]{1,18})$");

    private static Optional<Life> read(String text) {
      Matcher pid = PID.matcher(text);
      Matcher uptime = UPTIME.matcher(text);
      return pid.find() && uptime.find()
          ? Optional.of(new Life(Long.parseLong(pid.group(1)), Long.parseLong(uptime.group(1))))
          : Optional.empty();
    }

    /// True when `later` is still this process. In containers a new one may have the same number.
    boolean goesOnIn(Life later) {
      return pid == later.pid && seconds <= later.seconds;
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private static String read(SocketChannel channel, SelectionKey key, long deadline)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(ROOM);
    await(key, SelectionKey.OP_READ, deadline);
    while (channel.read(in) >= 0) {
      all.write(in.array(), 0, in.position());
      in.clear();
      await(key, SelectionKey.OP_READ, deadline);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static void await(SelectionKey key, int operation, long deadline) throws IOException {
    key.interestOps(operation);
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0 || key.selector().select(millis) == 0) {
      throw new IOException("no answer in time");
    }
    key.selector().selectedKeys().clear();
  }
}

package dev.serin.cli.client;

import dev.serin.server.Refusal;

/// What an answer that is not the one that was hoped for means, with what would help.
final class Answers {
  private final Target target;

  Answers(Target target) {
    this.target = target;
  }

  /// The body of a good answer.
  ///
  /// @throws Refusal when the server refuses what was asked
  /// @throws ServerTrouble when the server fails
  Seen good(Reply reply) {
    if (reply.good()) {
      return reply.body();
    }
    throw failure(reply);
  }

  /// What to throw for an answer.
  RuntimeException failure(Reply reply) {
    String said = String.join("\n", ProblemText.lines(reply.body()));
    return switch (reply.status()) {
      case 401 -> new Refusal(unknown(said));
      case 403 ->
          new Refusal(
              sentence(said, "this token may not do that")
                  + "; ask an administrator of "
                  + target.address()
                  + " for the role, or use another token");
      case 407 ->
          new ServerTrouble(
              "the proxy on the way to "
                  + target.named()
                  + " wants a login of its own; set NO_PROXY="
                  + target.address().getHost());
      case 404 -> new Refusal(sentence(said, target.named() + " has no such thing"));
      case 413 -> new Refusal(sentence(said, "that is more than the server takes at once"));
      case 429 ->
          new ServerTrouble(
              target.named()
                  + " takes no more requests just now; try again"
                  + reply
                      .retryAfter()
                      .map(seconds -> " in " + seconds + "s")
                      .orElse(" in a moment"));
      case 502, 503, 504 ->
          new ServerTrouble(
              target.named()
                  + " is not ready: "
                  + sentence(said, "HTTP " + reply.status())
                  + "; try again in a moment");
      default -> other(reply.status(), said);
    };
  }

  private RuntimeException other(int status, String said) {
    return status / 100 == 4
        ? new Refusal(sentence(said, target.named() + " refuses that (HTTP " + status + ")"))
        : new ServerTrouble(
            target.named()
                + " failed: "
                + sentence(said, "HTTP " + status)
                + "; its log tells more");
  }

  private String unknown(String said) {
    String more = said.isEmpty() ? "" : " (" + said + ")";
    return target.token().isEmpty()
        ? target.named()
            + " wants a token"
            + more
            + "; serin login "
            + target.address()
            + " saves one, SERIN_TOKEN or --token-file names one"
        : target.named()
            + " does not know this token: it has expired, was revoked, or is another server's"
            + more
            + "; serin login "
            + target.address()
            + " saves a new one";
  }

  private static String sentence(String said, String otherwise) {
    return said.isEmpty() ? otherwise : said;
  }
}

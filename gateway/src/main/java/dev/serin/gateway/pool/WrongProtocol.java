package dev.serin.gateway.pool;

import java.io.IOException;

/// An endpoint does not speak what its backend says.
public final class WrongProtocol extends IOException {
  private static final long serialVersionUID = 1L;

  public WrongProtocol(String why) {
    super(why);
  }
}

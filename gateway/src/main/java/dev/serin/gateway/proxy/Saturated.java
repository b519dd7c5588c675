package dev.serin.gateway.proxy;

import java.io.IOException;

/// An endpoint is there, and takes no more requests at a time: neither down, nor out of the
/// gateway's reach.
public final class Saturated extends IOException {
  private static final long serialVersionUID = 1L;

  public Saturated(String why) {
    super(why);
  }
}

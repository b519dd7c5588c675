package dev.serin.dashboard;

/// One file of the dashboard.
public final class Asset {
  private final byte[] content;
  private final String type;
  private final boolean lasting;

  Asset(byte[] content, String type, boolean lasting) {
    this.content = content.clone();
    this.type = type;
    this.lasting = lasting;
  }

  /// Its bytes.
  public byte[] content() {
    return content.clone();
  }

  /// Its media type, such as `text/css; charset=utf-8`.
  public String type() {
    return type;
  }

  /// What a browser may keep: a file under a path with the sum of all files for ever, the page
  /// itself not without asking.
  public String cacheControl() {
    return lasting ? "public, max-age=31536000, immutable" : "no-cache";
  }
}

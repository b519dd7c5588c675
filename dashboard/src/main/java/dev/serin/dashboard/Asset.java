package dev.serin.dashboard;

/// One file of the dashboard.
public final class Asset {
  private final byte[] content;
  private final String type;
  private final String tag;
  private final boolean lasting;

  private Asset(byte[] content, String type, boolean lasting) {
    this.content = content.clone();
    this.type = type;
    this.tag = "\"" + Sum.of(content) + "\"";
    this.lasting = lasting;
  }

  /// A file whose path changes with it.
  static Asset lasting(byte[] content, String type) {
    return new Asset(content, type, true);
  }

  /// A file whose path stays while it changes.
  static Asset changing(byte[] content, String type) {
    return new Asset(content, type, false);
  }

  /// Its bytes.
  public byte[] content() {
    return content.clone();
  }

  /// Its media type, such as `text/css; charset=utf-8`.
  public String type() {
    return type;
  }

  /// Its entity tag, in quotes: other bytes have another.
  public String tag() {
    return tag;
  }

  /// What a browser may keep: a file under a path with the sum of all files for ever, the page
  /// itself not without asking.
  public String cacheControl() {
    return lasting ? "public, max-age=31536000, immutable" : "no-cache";
  }
}

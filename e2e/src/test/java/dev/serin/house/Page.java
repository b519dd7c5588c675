package dev.serin.house;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// A Markdown page: where it leads, and which of its headings can be led to.
///
/// @param links also those of images and of HTML
/// @param anchors of its headings, as GitHub names them
record Page(Path file, List<Target> links, Set<String> anchors) {
  private static final Pattern HTML = Pattern.compile("(?:src|href|srcset)=[\"']([^\"']+)[\"']");

  /// Where a link leads, and the line of the page that it starts on.
  record Target(String address, int line) {
    private boolean isRelative() {
      return !address.matches("(?i)[a-z][a-z0-9+.-]*:.*|//.*");
    }

    private String path() {
      return URLDecoder.decode(address.replaceFirst("[?#].*", ""), StandardCharsets.UTF_8);
    }

    private String anchor() {
      int hash = address.indexOf('#');
      return hash < 0 ? "" : URLDecoder.decode(address.substring(hash + 1), StandardCharsets.UTF_8);
    }
  }

  static Page read(Path file) {
    var page = new Page(file, new ArrayList<>(), new HashSet<>());
    Node document =
        Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build()
            .parse(String.join("\n", Repository.lines(file)));
    document.accept(page.new Reader());
    return page;
  }

  /// The relative links that lead to no file, or to no heading of a page.
  List<Target> brokenLinks() {
    return links.stream().filter(link -> link.isRelative() && !leadsSomewhere(link)).toList();
  }

  private boolean leadsSomewhere(Target link) {
    Path target = link.path().isEmpty() ? file : file.resolveSibling(link.path()).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return link.anchor().isEmpty()
        || !target.toString().endsWith(".md")
        || page(target).anchors().contains(link.anchor());
  }

  private Page page(Path target) {
    return target.equals(file) ? this : read(target);
  }

  private final class Reader extends AbstractVisitor {
    private final IdGenerator ids = IdGenerator.builder().defaultId("section").build();

    @Override
    public void visit(Link link) {
      add(link.getDestination(), link);
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      add(image.getDestination(), image);
    }

    @Override
    public void visit(HtmlBlock html) {
      addHtml(html.getLiteral(), html);
    }

    @Override
    public void visit(HtmlInline html) {
      addHtml(html.getLiteral(), html);
    }

    @Override
    public void visit(Heading heading) {
      anchors.add(ids.generateId(text(heading)));
      visitChildren(heading);
    }

    private void addHtml(String literal, Node html) {
      Matcher found = HTML.matcher(literal.replaceAll("(?s)<!--.*?-->", ""));
      while (found.find()) {
        add(found.group(1), html);
      }
    }

    private void add(String address, Node node) {
      links.add(new Target(address, node.getSourceSpans().getFirst().getLineIndex() + 1));
    }

    private static String text(Node node) {
      StringBuilder text = new StringBuilder();
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        text.append(
            switch (child) {
              case Text words -> words.getLiteral();
              case Code code -> code.getLiteral();
              case Node other -> text(other);
            });
      }
      return text.toString();
    }
  }
}

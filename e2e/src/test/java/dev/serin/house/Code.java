package dev.serin.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// What stands in Java sources, as the compiler's own parser sees it.
record Code(List<Source> sources, List<Type> types, List<Method> methods) {
  /// A file.
  ///
  /// @param place from the root of the project
  record Source(String packageName, int lines, String place) {}

  /// A class, interface, enum, record or annotation.
  ///
  /// @param name simple
  /// @param topLevel false inside another
  record Type(String name, String packageName, boolean topLevel, boolean open, String place) {}

  /// A method or constructor.
  ///
  /// @param lines of its body, with the braces; 0 without a body
  /// @param parameters that it chose itself: 0 for an override and for a record's constructor
  record Method(String name, int lines, int parameters, String place) {
    @Override
    public String toString() {
      return "\n%s %s: %d lines, %d parameters".formatted(place, name, lines, parameters);
    }
  }

  /// What stands in these files.
  static Code of(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      return parsed(compiler, manager.getJavaFileObjectsFromPaths(files));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// What stands in a text.
  static Code of(String text) {
    URI name = Repository.ROOT.resolve("Text.java").toUri();
    var source =
        new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    try {
      return parsed(ToolProvider.getSystemJavaCompiler(), List.of(source));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Code parsed(JavaCompiler compiler, Iterable<? extends JavaFileObject> files)
      throws IOException {
    var task = (JavacTask) compiler.getTask(null, null, null, null, null, files);
    var code = new Code(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    for (CompilationUnitTree unit : task.parse()) {
      code.sources.add(source(unit));
      code.new Scanner(unit, positions).scan(unit, null);
    }
    return code;
  }

  private static Source source(CompilationUnitTree unit) throws IOException {
    int lines = (int) unit.getSourceFile().getCharContent(true).toString().lines().count();
    return new Source(packageName(unit), lines, place(unit, 1));
  }

  private static String packageName(CompilationUnitTree unit) {
    return unit.getPackage() == null ? "" : unit.getPackage().getPackageName().toString();
  }

  private static String place(CompilationUnitTree unit, long line) {
    return Repository.shown(Path.of(unit.getSourceFile().toUri())) + ":" + line;
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    Scanner(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      boolean topLevel = getCurrentPath().getParentPath().getLeaf() == unit;
      boolean open = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      String name = type.getSimpleName().toString();
      types.add(new Type(name, packageName(unit), topLevel, open, place(unit, start(type))));
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      Tree body = method.getBody();
      int lines = body == null ? 0 : (int) (end(body) - start(body) + 1);
      String name = method.getName().toString();
      methods.add(new Method(name, lines, parameters(method), place(unit, start(method))));
      return super.visitMethod(method, null);
    }

    private int parameters(MethodTree method) {
      boolean ofRecord =
          method.getReturnType() == null
              && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
      boolean override =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
      return ofRecord || override ? 0 : method.getParameters().size();
    }

    private long start(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private long end(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree) - 1);
    }
  }
}

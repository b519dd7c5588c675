package dev.serin.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names are words of the domain, and packages say what they are.
class NamesTest {
  private static final Pattern EMPTY_WORD =
      Pattern.compile(
          "(Abstract|Base|Common)[A-Z].*"
              + "|.*(Impl|Manager|Utils?|Helpers?|Common|Interface|Abstract|Base)");

  @Test
  void noTypeHasANameThatSaysNothing() {
    List<Path> all =
        Repository.files(Repository.ROOT).stream()
            .filter(file -> file.toString().endsWith(".java"))
            .toList();
    assertThat(Code.of(all).types())
        .as("types with a forbidden affix")
        .filteredOn(type -> EMPTY_WORD.matcher(type.name()).matches())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "StoreImpl, true",
    "AbstractStore, true",
    "BaseStore, true",
    "StringUtils, true",
    "Baseline, false",
    "Abstraction, false",
    "Database, false",
    "Implication, false"
  })
  void affixesAreToldFromWords(String name, boolean forbidden) {
    assertThat(EMPTY_WORD.matcher(name).matches()).isEqualTo(forbidden);
  }

  @Test
  void accessorsHaveNoGet() {
    Set<String> ours =
        Code.of(Repository.mainSources()).types().stream()
            .map(type -> type.packageName() + "." + type.name())
            .collect(Collectors.toSet());
    List<String> offenders =
        Classes.MAIN.stream()
            .filter(type -> ours.contains(type.getPackageName() + "." + type.getSimpleName()))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getMethods().stream())
            .filter(NamesTest::isGetter)
            .filter(method -> !overridesForeign(method))
            .map(method -> method.getFullName() + " " + method.getSourceCodeLocation())
            .toList();
    assertThat(offenders).as("accessors with `get` on public types").isEmpty();
  }

  private static boolean isGetter(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        && method.getName().matches("get\\p{Lu}.*");
  }

  private static boolean overridesForeign(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith("dev.serin"))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            foreign ->
                foreign.getName().equals(method.getName())
                    && foreign.getParameters().size() == method.getParameters().size());
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    Set<Path> packages =
        Repository.mainSources().stream().map(Path::getParent).collect(Collectors.toSet());
    assertThat(packages)
        .as("packages without a package-info.java that has a `///` line and @NullMarked")
        .filteredOn(folder -> !described(folder.resolve("package-info.java")))
        .isEmpty();
  }

  private static boolean described(Path info) {
    if (!Files.exists(info)) {
      return false;
    }
    List<String> lines = Repository.lines(info);
    return lines.contains("@NullMarked")
        && lines.stream().anyMatch(line -> line.startsWith("/// "));
  }
}

package dev.serin.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Arrows point at what is imported; nothing points outwards from the centre.
class ArrowsTest {
  private static final String[] PURE = {
    "dev.serin.core.analysis..", "dev.serin.core.traffic..", "dev.serin.core.rollout.."
  };

  @ParameterizedTest(name = "{0} sees of ours only {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          judge         | judge
          core.analysis | core.analysis
          core.traffic  | core.traffic
          core.rollout  | core.rollout core.traffic core.analysis
          core.engine   | core judge
          manifest      | manifest core judge
          providers     | providers core judge
          signals       | signals core judge
          gateway       | gateway signals core judge
          routers       | routers signals core judge
          dashboard     | dashboard
          server.store  | server.store core
          server        | server dashboard manifest providers gateway routers signals core judge
          bench         | bench server manifest providers judge gateway routers signals core
          """)
  void packagesSeeOnlyWhatIsFurtherInside(String from, String seen) {
    String[] allowed =
        Stream.of(seen.split(" ")).map(it -> "dev.serin." + it + "..").toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.serin." + from + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.serin..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(true)
        .check(Classes.MAIN);
  }

  @Test
  void theCoreSeesNothingOfThirdParties() {
    classes()
        .that()
        .resideInAPackage("dev.serin.core..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.serin.core..", "dev.serin.judge..", "java..", "org.jspecify.annotations.."))
        .check(Classes.MAIN);
  }

  @Test
  void theCoreDoesNotLog() {
    noClasses()
        .that()
        .resideInAPackage("dev.serin.core..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(System.Logger.class)
        .check(Classes.MAIN);
  }

  @Test
  void decisionsDoNoInputOrOutputAndHaveNoThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..")
                .and(resideOutsideOfPackage("java.nio.charset"))
                .and(not(belongToAnyOf(URI.class, URLEncoder.class, URLDecoder.class))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ThreadLocal.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .check(Classes.MAIN);
  }

  @Test
  void decisionsAreToldTheTime() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .accessTargetWhere(isOneOf("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"))
        .orShould()
        .accessTargetWhere(isOneOf("java\\.time\\.\\w+\\.(now|system\\w*|tick\\w*)"))
        .orShould()
        .accessTargetWhere(isOneOf("java\\.lang\\.Math\\.random"))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .check(Classes.MAIN);
  }

  @Test
  void theCoreStartsNoThread() {
    noClasses()
        .that()
        .resideInAPackage("dev.serin.core..")
        .should()
        .accessTargetWhere(
            isOneOf("java\\.lang\\.Thread\\.(<init>|start\\w*|ofVirtual|ofPlatform)"))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.concurrent.Executors.class, java.util.Timer.class)
        .check(Classes.MAIN);
  }

  @ParameterizedTest(name = "dev.serin.{0}")
  @CsvSource({"providers", "routers"})
  void noAdapterSeesAnother(String family) {
    slices()
        .matching("dev.serin." + family + ".(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            alwaysTrue(),
            resideInAnyPackage("dev.serin.providers.http", "dev.serin.providers.prometheus"))
        .allowEmptyShould(true)
        .check(Classes.MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.serin.(**)").should().beFreeOfCycles().check(Classes.MAIN);
  }

  private static DescribedPredicate<JavaAccess<?>> isOneOf(String fullName) {
    Pattern pattern = Pattern.compile(fullName + "(\\(.*\\))?");
    return DescribedPredicate.describe(
        "target matches " + fullName,
        access -> pattern.matcher(access.getTarget().getFullName()).matches());
  }
}

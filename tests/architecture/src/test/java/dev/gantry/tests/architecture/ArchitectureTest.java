package dev.gantry.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/// The map of the house as rules: who may see whom, and which tools stay in which room.
@AnalyzeClasses(packages = "dev.gantry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /// Packages that speak a wire protocol. They know the domain; the domain does not know them.
  private static final String[] WIRE = {"..dockerapi..", "..apiserver.."};

  /// Fewer classes, or a module without any, would mean that the rules below looked at nothing.
  @ArchTest
  static void theRulesSeeTheWholeHouse(JavaClasses all) {
    assertThat(all.size()).isGreaterThan(500);
    assertThat(modules(all))
        .contains(
            "platform.errors",
            "platform.lifecycle",
            "platform.json",
            "platform.http",
            "platform.store",
            "platform.linux",
            "oci.spec",
            "oci.archive",
            "oci.content",
            "engine.snapshots",
            "engine.runtime",
            "engine.network",
            "engine.core",
            "engine.dockerapi",
            "kube.objects",
            "kube.schema",
            "kube.patch",
            "kube.rules",
            "kube.client",
            "kube.auth",
            "kube.api",
            "kube.apiserver",
            "kube.controllers",
            "kube.scheduler",
            "kube.kubelet",
            "app.daemon",
            "app.cli");
  }

  private static Set<String> modules(Collection<JavaClass> classes) {
    return classes.stream()
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(type -> type.getPackageName().split("\\.", -1))
        .filter(parts -> parts.length >= 4)
        .map(parts -> parts[2] + "." + parts[3])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ArchTest
  static final ArchRule platformKnowsNothingOfContainers =
      noClasses()
          .that()
          .resideInAPackage("dev.gantry.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(areas("oci", "engine", "build", "kube", "app"));

  @ArchTest
  static final ArchRule imagesAreDataBelowTheEngine =
      noClasses()
          .that()
          .resideInAPackage("dev.gantry.oci..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(areas("engine", "build", "kube", "app"));

  @ArchTest
  static final ArchRule theEngineKnowsNoBuilderAndNoCluster =
      noClasses()
          .that()
          .resideInAPackage("dev.gantry.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(areas("build", "kube", "app"));

  /// The node agent runs pods, and the proxy routes to them: through two modules of the engine.
  @ArchTest
  static final ArchRule theClusterReachesTheEngineOnlyFromTheNode =
      noClasses()
          .that(resideInAPackage("dev.gantry.kube.."))
          .and(not(resideInAnyPackage("dev.gantry.kube.kubelet..", "dev.gantry.kube.proxy..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(areas("engine", "build", "app"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingDependsOnApp =
      noClasses()
          .that(not(resideInAPackage("dev.gantry.app..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gantry.app..");

  @ArchTest
  static final ArchRule theCommandLineSpeaksOnlyHttpToTheDaemon =
      noClasses()
          .that()
          .resideInAPackage("dev.gantry.app.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(areas("engine", "build", "kube"));

  @ArchTest
  static final ArchRule onlyTheCompositionRootKnowsTheWire =
      noClasses()
          .that(not(resideInAnyPackage(WIRE)))
          .and(not(resideInAPackage("dev.gantry.app.daemon..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WIRE);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.gantry.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theKernelIsCalledFromOnePlace =
      noClasses()
          .that(not(resideInAPackage("dev.gantry.platform.linux..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule nettyStaysBehindTheHttpServer =
      noClasses()
          .that(not(resideInAPackage("dev.gantry.platform.http..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule sqliteStaysBehindTheStore =
      noClasses()
          .that(not(resideInAPackage("dev.gantry.platform.store..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule theEnvironmentIsReadOnce =
      noClasses()
          .that(not(resideInAnyPackage("dev.gantry.app..", "dev.gantry.tests..")))
          .should()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv");

  @ArchTest
  static final ArchRule theDaemonLogsThroughSlf4j =
      noClasses()
          .that()
          .resideInAnyPackage(areas("platform", "oci", "engine", "build", "kube"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that(not(resideInAPackage("dev.gantry.tests..")))
          .should(
              Conditions.beInAPackage(
                  "annotated with @NullMarked",
                  (JavaPackage home) -> home.isAnnotatedWith(NullMarked.class)));

  private static String[] areas(String... names) {
    var packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = "dev.gantry." + names[i] + "..";
    }
    return packages;
  }
}

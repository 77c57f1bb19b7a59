package dev.nightshift.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The boundaries between packages, and the proof that each of them can be violated. */
class ArchitectureTest {

  private static final List<String> MODULES =
      List.of("src", "cep-patterns", "models", "training", "jobs", "actuator", "local");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all compilations: it remembers what lies in the jars of the class path. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    JavaClasses ours = compiled();
    return ArchitectureRules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(ours)));
  }

  @AfterAll
  static void closeFiles() throws IOException {
    FILES.close();
  }

  @Test
  void theModulesAreFound() {
    JavaClasses ours = compiled();
    assertThat(ours.contain("dev.nightshift.telemetry.Entity")).isTrue();
    assertThat(ours.contain("dev.nightshift.local.NightshiftCommand")).isTrue();
  }

  @Test
  void everyRuleHasAnOffender() {
    assertThat(ArchitectureOffenders.BY_RULE.keySet())
        .containsExactlyInAnyOrderElementsOf(ArchitectureRules.all().keySet());
  }

  @TestFactory
  Stream<DynamicTest> everyRuleCanFail() {
    Map<String, ArchRule> rules = ArchitectureRules.all();
    return ArchitectureOffenders.BY_RULE.entrySet().stream()
        .map(
            offender ->
                DynamicTest.dynamicTest(
                    offender.getKey(),
                    () -> {
                      JavaClasses bad = compile(offender.getValue());
                      assertThat(rules.get(offender.getKey()).evaluate(bad).hasViolation())
                          .isTrue();
                    }));
  }

  private static JavaClasses compiled() {
    return new ClassFileImporter()
        .importPaths(
            MODULES.stream()
                .map(module -> Path.of("..", module, "target", "classes"))
                .filter(Files::isDirectory)
                .toList());
  }

  /** Compiles sources, each named by its public class, against our own class path. */
  private JavaClasses compile(List<String> sources) throws IOException {
    Path home = Files.createTempDirectory(directory, "offender");
    Path classes = Files.createDirectory(home.resolve("classes"));
    List<Path> files = new ArrayList<>();
    for (String source : sources) {
      String name = source.replaceAll("(?s).*?public class (\\w+).*", "$1");
      files.add(Files.writeString(home.resolve(name + ".java"), source));
    }
    boolean compiled =
        COMPILER
            .getTask(
                null,
                FILES,
                null,
                List.of("-proc:none", "-d", classes.toString()),
                null,
                FILES.getJavaFileObjectsFromPaths(files))
            .call();
    assertThat(compiled).as("%s", sources).isTrue();
    return new ClassFileImporter().importPath(classes);
  }
}

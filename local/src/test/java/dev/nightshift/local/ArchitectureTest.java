package dev.nightshift.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The boundaries between packages, and the proof that each of them can be violated. */
class ArchitectureTest {

  private static final List<String> MODULES =
      List.of("src", "cep-patterns", "models", "training", "jobs", "actuator", "local");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    JavaClasses ours = compiled();
    return ArchitectureRules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(ours)));
  }

  @Test
  void theModulesAreFound() {
    assertThat(compiled().contain("dev.nightshift.telemetry.Entity")).isTrue();
    assertThat(compiled().contain("dev.nightshift.local.NightshiftCommand")).isTrue();
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

  /** Compiles each source, named by its first public class, against our own class path. */
  private JavaClasses compile(List<String> sources) throws IOException {
    Path home = Files.createTempDirectory(directory, "offender");
    Path classes = Files.createDirectory(home.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    for (String source : sources) {
      String name = source.replaceAll("(?s).*?public (?:final )?class (\\w+).*", "$1");
      Path file = Files.createDirectory(home.resolve(name)).resolve(name + ".java");
      Files.writeString(file, source);
      int status =
          compiler.run(
              null,
              null,
              null,
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              classes
                  + java.io.File.pathSeparator
                  + System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
              file.toString());
      assertThat(status).as(source).isZero();
    }
    return new ClassFileImporter().importPath(classes);
  }
}

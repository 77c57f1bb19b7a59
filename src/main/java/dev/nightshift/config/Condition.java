package dev.nightshift.config;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * A yes-or-no question in the Common Expression Language (https://cel.dev), as patterns and
 * policies ask it. Compiled once; thread-safe. CEL has no loops without bound and no side effects,
 * so a condition from a configuration file can neither hang nor act.
 */
public final class Condition {

  /**
   * A yes-or-no function of two values, beyond those that CEL has.
   *
   * @param name as conditions call it
   */
  public record Relation(String name, BiPredicate<Object, Object> holds) {}

  private final String source;
  private final CelRuntime.Program program;

  private Condition(String source, CelRuntime.Program program) {
    this.source = source;
    this.program = program;
  }

  /**
   * Compiles an expression over dynamically typed variables.
   *
   * @throws IllegalArgumentException with CEL's own words if it does not compile
   */
  public static Condition compile(String source, Collection<String> variables) {
    return compile(source, variables, List.of());
  }

  /**
   * Compiles an expression over dynamically typed variables that may call functions of ours.
   *
   * @throws IllegalArgumentException with CEL's own words if it does not compile
   */
  @SuppressWarnings("Immutable") // CEL wants functions without state; relations have none
  public static Condition compile(
      String source, Collection<String> variables, Collection<Relation> relations) {
    var builder =
        CelFactory.plannerCelBuilder()
            .addCompilerLibraries(
                CelExtensions.strings(), CelExtensions.math(), CelExtensions.lists())
            .addRuntimeLibraries(
                CelExtensions.strings(), CelExtensions.math(), CelExtensions.lists());
    variables.forEach(variable -> builder.addVar(variable, SimpleType.DYN));
    for (Relation relation : relations) {
      builder.addFunctionDeclarations(
          CelFunctionDecl.newFunctionDeclaration(
              relation.name(),
              CelOverloadDecl.newGlobalOverload(
                  relation.name(), SimpleType.BOOL, SimpleType.DYN, SimpleType.DYN)));
      builder.addFunctionBindings(
          CelFunctionBinding.from(
              relation.name(), Object.class, Object.class, relation.holds()::test));
    }
    Cel cel = builder.build();
    try {
      return new Condition(source, cel.createProgram(cel.compile(source).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(
          "the condition '" + source + "' does not compile: " + e.getMessage(), e);
    }
  }

  /**
   * Asks the question.
   *
   * @param variables value of each variable: String, Long, Double, Boolean, List or Map
   * @throws IllegalStateException if evaluation fails or the answer is not a boolean
   */
  public boolean test(Map<String, ?> variables) {
    Object answer;
    try {
      answer = program.eval(variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException(
          "the condition '" + source + "' cannot be answered: " + e.getMessage(), e);
    }
    if (answer instanceof Boolean bool) {
      return bool;
    }
    throw new IllegalStateException(
        "the condition '" + source + "' gives " + answer + " and not true or false");
  }

  @Override
  public String toString() {
    return source;
  }
}

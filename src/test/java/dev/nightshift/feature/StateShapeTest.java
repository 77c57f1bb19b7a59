package dev.nightshift.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.feature.template.MinerState;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** State has the shape that a POJO serializer takes: nothing in it needs a generic fallback. */
class StateShapeTest {

  @Test
  void everyReachableTypeIsPlain() {
    Deque<Type> todo = new ArrayDeque<>(List.of(AssemblerState.class, MinerState.class));
    Set<Type> seen = new HashSet<>();
    while (!todo.isEmpty()) {
      Type type = todo.pop();
      if (!seen.add(type)) {
        continue;
      }
      if (type instanceof ParameterizedType generic) {
        assertThat(generic.getRawType()).isIn(List.class, Map.class, Set.class);
        todo.addAll(List.of(generic.getActualTypeArguments()));
      } else if (type instanceof Class<?> plain && !isLeaf(plain)) {
        assertThat(Modifier.isPublic(plain.getModifiers())).as(plain.getName()).isTrue();
        if (!plain.isRecord()) {
          assertThat(plain.getConstructors())
              .as(plain.getName())
              .anyMatch(c -> c.getParameterCount() == 0);
        }
        for (Field field : plain.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            assertThat(plain.isRecord() || Modifier.isPublic(field.getModifiers()))
                .as(field.toString())
                .isTrue();
            todo.add(field.getGenericType());
          }
        }
      }
    }
    assertThat(seen)
        .contains(Baseline.class, CumulativePoints.CumulativePoint.class, AutoState.Metric.class);
  }

  private static boolean isLeaf(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == String.class
        || type == Integer.class
        || type == Long.class
        || (type.isArray() && isLeaf(type.getComponentType()));
  }
}

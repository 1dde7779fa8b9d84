package dev.gantry.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/// Conditions that ArchUnit does not bring.
final class Conditions {
  private Conditions() {}

  static ArchCondition<JavaClass> beInAPackage(
      String description, Predicate<JavaPackage> condition) {
    return new ArchCondition<>("be in a package " + description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var satisfied = condition.test(type.getPackage());
        var message = type.getName() + " is in package " + type.getPackageName();
        events.add(new SimpleConditionEvent(type, satisfied, message));
      }
    };
  }
}

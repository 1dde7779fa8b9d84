package dev.gantry.tests.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The area of upstream's suite that a test class is about, as `behaviours.txt` names it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Area {
  String value();
}

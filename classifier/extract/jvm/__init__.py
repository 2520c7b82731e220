"""Tests and programs on the Java virtual machine: Surefire, Gradle, Ant, JUnit, TestNG, Scala, crashes."""

from classifier.extract.jvm.reader import DIALECT

__all__ = ["DIALECT"]

package dev.serin.server.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells Jackson what the core's own types say already: what a sealed interface permits, and which
/// components may be null.
///
/// A value of a sealed interface carries the simple name of its record in the property `type`.
final class CoreTypes extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value TYPE_PROPERTY =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, null, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedClass type && family(type.getRawType()).isPresent()
        ? TYPE_PROPERTY
        : super.findPolymorphicTypeInfo(config, annotated);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
    return annotated instanceof AnnotatedClass type && type.getRawType().isSealed()
        ? permitted(type.getRawType()).map(t -> new NamedType(t, t.getSimpleName())).toList()
        : super.findSubtypes(annotated);
  }

  @Override
  public @Nullable String findTypeName(AnnotatedClass type) {
    return family(type.getRawType()).isPresent() && !type.getRawType().isSealed()
        ? type.getRawType().getSimpleName()
        : super.findTypeName(type);
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return member instanceof AnnotatedParameter parameter
        ? Boolean.valueOf(!nullable(parameter))
        : super.hasRequiredMarker(member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return annotated instanceof AnnotatedParameter parameter && !nullable(parameter)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(annotated);
  }

  private static boolean nullable(AnnotatedParameter parameter) {
    return parameter.getOwner().getMember() instanceof Executable creator
        && creator.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
            Nullable.class);
  }

  /// The sealed interface that a type is, or that a record belongs to. The JDK's own classes belong
  /// to some too: `Double` is a `ConstantDesc`.
  private static Optional<Class<?>> family(Class<?> type) {
    if (type.isInterface() && type.isSealed()) {
      return Optional.of(type);
    }
    return type.isRecord() || type.isInterface()
        ? Arrays.stream(type.getInterfaces()).flatMap(i -> family(i).stream()).findFirst()
        : Optional.empty();
  }

  private static Stream<Class<?>> permitted(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CoreTypes::permitted)
        : Stream.of(type);
  }
}

package dev.serin.signals;

import java.util.List;

/// How a gRPC call ended. Its HTTP status is 200 in any case, so this says what that says of
/// others.
///
/// A code *fails* when it says that the server could not do what it should: those for which
/// OpenTelemetry marks a server's span as an error. The others tell a client about its request, its
/// rights or the state of things, as the statuses 400 to 499 do; a new version answers them as
/// often as its clients ask for it. UNKNOWN fails since it is what an exception becomes that nobody
/// caught, and UNIMPLEMENTED since a version that lost a method is broken.
public enum GrpcCode {
  OK(0, "OK", false),
  CANCELLED(1, "Canceled", false),
  UNKNOWN(2, "Unknown", true),
  INVALID_ARGUMENT(3, "InvalidArgument", false),
  DEADLINE_EXCEEDED(4, "DeadlineExceeded", true),
  NOT_FOUND(5, "NotFound", false),
  ALREADY_EXISTS(6, "AlreadyExists", false),
  PERMISSION_DENIED(7, "PermissionDenied", false),
  RESOURCE_EXHAUSTED(8, "ResourceExhausted", false),
  FAILED_PRECONDITION(9, "FailedPrecondition", false),
  ABORTED(10, "Aborted", false),
  OUT_OF_RANGE(11, "OutOfRange", false),
  UNIMPLEMENTED(12, "Unimplemented", true),
  INTERNAL(13, "Internal", true),
  UNAVAILABLE(14, "Unavailable", true),
  DATA_LOSS(15, "DataLoss", true),
  UNAUTHENTICATED(16, "Unauthenticated", false);

  /// All codes, by their numbers from 0 on.
  public static final List<GrpcCode> ALL = List.of(values());

  private final int number;
  private final String label;
  private final boolean fails;

  GrpcCode(int number, String label, boolean fails) {
    this.number = number;
    this.label = label;
    this.fails = fails;
  }

  /// The code that a `grpc-status` names; UNKNOWN for anything that is none, as clients take it.
  public static GrpcCode of(String text) {
    for (GrpcCode code : ALL) {
      if (Integer.toString(code.number).equals(text)) {
        return code;
      }
    }
    return UNKNOWN;
  }

  /// Its number, 0 to 16.
  public int number() {
    return number;
  }

  /// As the label `grpc_code` of a metric writes it, such as `Unavailable`.
  public String label() {
    return label;
  }

  /// True when the server is to blame.
  public boolean fails() {
    return fails;
  }
}

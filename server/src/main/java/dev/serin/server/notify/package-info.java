/// Messages to people and programs outside, sent at least once from the store's outbox.
///
/// [Notifications] is the entry point; [NotificationFile] reads what it is opened with.
@NullMarked
package dev.serin.server.notify;

import org.jspecify.annotations.NullMarked;

/// What Argo Rollouts' controller demands of a manifest beyond its fields' types, with its messages
/// (argo-rollouts 9f8d111d, pkg/apis/rollouts/validation).
@NullMarked
package dev.serin.manifest.rule;

import org.jspecify.annotations.NullMarked;

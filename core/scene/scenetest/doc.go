// Package scenetest draws pictures to test and measure painters with: a hash ring like the one of
// the ring lab, boxes with moving dots between them, clouds of dots, and one of everything. They
// are drawings only; nothing in them is simulated, and their numbers mean nothing.
package scenetest

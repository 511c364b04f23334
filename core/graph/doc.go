// Package graph is the world of every lab that is a system: it plays a [system.System], draws it, and
// tells it in words and numbers. A lab adds its [Rules]: which system its controls make, what its
// actions do to it, and what it has to say about the outcome.
//
//	clients   a field of dots, with their rate
//	balancer  a hexagon with the name of its policy
//	server    a card: its slots filling, how busy it is, its queue as dots outside
//	request   a dot on a curve; its answer comes back fainter; what failed is hollow and falls
//
// Where hops are too short to be seen, at the speed they are played, dots become a flow: one stands for so
// many requests, and the picture says so. All motion is a function of virtual time.
//
// A frame of four servers and a hundred requests under way takes some tens of microseconds, and allocates
// nothing.
package graph

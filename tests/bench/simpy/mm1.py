"""M/M/1 in SimPy, for the comparison in ../sim.go: load 0.9, mean service 1, first come, first
served, with the mean wait and a record of each request's times.

Reads a number of events per line, plays so many more, and answers each line with the mean wait
so far. An arrival and an end of service are one event each, as they are for the other side; what
SimPy schedules beyond that to bring them about is its own affair.
"""

import random
import sys

import simpy


class MM1:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.server = simpy.Resource(self.env, capacity=1)
        self.records = {}  # under way: number -> [arrived, started, ended]
        self.served = 0
        self.mean_wait = 0.0
        self.events = 0
        self.pause_at = 0
        self.paused = self.env.event()
        self.env.process(self.clients())

    def clients(self):
        number = 0
        while True:
            yield self.env.timeout(self.random.expovariate(0.9))
            number += 1
            self.count()
            self.env.process(self.request(number))

    def request(self, number):
        record = self.records[number] = [self.env.now, 0.0, 0.0]
        with self.server.request() as turn:
            yield turn
            record[1] = self.env.now
            yield self.env.timeout(self.random.expovariate(1.0))
        record[2] = self.env.now
        self.served += 1
        self.mean_wait += (record[1] - record[0] - self.mean_wait) / self.served
        del self.records[number]
        self.count()

    def count(self):
        self.events += 1
        if self.events == self.pause_at:
            self.paused.succeed()

    def play(self, events):
        self.pause_at = self.events + events
        self.paused = self.env.event()
        self.env.run(until=self.paused)


def main():
    model = MM1(seed=1)
    for line in sys.stdin:
        model.play(int(line))
        print(model.mean_wait, flush=True)


if __name__ == "__main__":
    main()

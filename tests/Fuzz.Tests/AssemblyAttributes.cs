using Xunit.Sdk;
using Xunit.v3;

// Targets that read files have one folder each, and what an input allocates is measured.
[assembly: Parallelization(Mode = ParallelMode.None)]

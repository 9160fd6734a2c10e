using Xunit.Sdk;
using Xunit.v3;

// TorchSharp 0.107 hands numbers to native code in objects that it does not keep alive: where another thread's allocation makes the collector run in the
// middle of a call, the number is freed while it is read ("Expected false to be true … toDouble"). One thread alone collects between its calls.
[assembly: Parallelization(Mode = ParallelMode.None)]

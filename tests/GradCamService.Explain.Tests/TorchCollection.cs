using Xunit;

namespace GradCamService.Explain.Tests;

/// <summary>
/// Tests that run networks: one after the other and beside no other test, because they count living tensors in the whole process
/// and would take the cores from each other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection : ICollectionFixture<Lite0>, ICollectionFixture<BundledModels>
{
    public const string Name = "torch";
}

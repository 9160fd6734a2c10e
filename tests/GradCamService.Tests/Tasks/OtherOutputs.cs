using GradCamService.Explain.Tests.Tasks.Detection;
using GradCamService.Explain.Tests.Tasks.Regression;
using GradCamService.Explain.Tests.Tasks.Segmentation;
using Xunit;

namespace GradCamService.Tests.Tasks;

/// <summary>The service with models whose outputs are no list of classes, started once for the tests of all of them.</summary>
public sealed class OtherOutputs : IAsyncLifetime
{
    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;

    public Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        GoldenSegmentation.Write(_models);
        SmallSegmentations.Write(_models);
        SmallDetectors.WriteRows(_models);
        SmallRegressions.Write(_models);
        Service = await Service.StartAsync(null, ("Models:Directories:0", _models));
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }
}

/// <summary>Tests that ask it, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OtherOutputTests : ICollectionFixture<OtherOutputs>
{
    public const string Name = "other outputs";
}

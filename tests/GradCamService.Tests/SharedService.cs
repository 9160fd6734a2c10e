using Xunit;

namespace GradCamService.Tests;

/// <summary>The service as it comes, with both bundled models; it is started once for all tests that do not change it.</summary>
public sealed class SharedService() : Service(new Dictionary<string, string>());

/// <summary>Tests that ask the shared service, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServiceTests : ICollectionFixture<SharedService>
{
    public const string Name = "service";
}

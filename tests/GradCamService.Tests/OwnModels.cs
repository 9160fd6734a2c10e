namespace GradCamService.Tests;

/// <summary>The service with models that tests make, besides EfficientNet-Lite0; it is started once for a class of tests.</summary>
public abstract class OwnModels : Service
{
    private readonly string _models;

    /// <param name="make">Writes folders of models into a directory.</param>
    protected OwnModels(Action<string> make) : this(make, Directory.CreateTempSubdirectory("models").FullName)
    {
    }

    private OwnModels(Action<string> make, string models)
        : base(new Dictionary<string, string> { ["Models:Bundled:0"] = "efficientnet-lite0", ["Models:Directories:0"] = models })
    {
        _models = models;
        make(models);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_models, recursive: true);
        GC.SuppressFinalize(this);
    }
}

namespace GradCamService.Datasets;

internal static class DatasetsRegistration
{
    /// <summary>The datasets of <c>Datasets:Directories</c>.</summary>
    public static IServiceCollection AddDatasets(this IServiceCollection services) =>
        services.AddSingleton<ServedDatasets>().AddHostedService<DatasetHost>();
}

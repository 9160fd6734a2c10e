namespace GradCamService.Jobs.Evaluations;

internal static class EvaluationsRegistration
{
    /// <summary>What parts of evaluations share in this process, and who lets go of it.</summary>
    public static IServiceCollection AddEvaluations(this IServiceCollection services) => services
        .AddSingleton<UnpackedFolders>()
        .AddSingleton<EvaluationShelf>()
        .AddHostedService<EvaluationUpkeep>();
}

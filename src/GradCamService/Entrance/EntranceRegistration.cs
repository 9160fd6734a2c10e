namespace GradCamService.Entrance;

/// <summary>What every request passes on its way in, and every answer on its way out.</summary>
internal static class EntranceRegistration
{
    public static IServiceCollection AddEntrance(this IServiceCollection services) =>
        services.AddCors().AddSentEncodings().AddAnswerEncodings();

    /// <summary>Before all else, and before the log.</summary>
    public static void UseEntrance(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseSecurityHeaders();
        app.UseProxies();
        app.UseResponseCompression();
    }
}

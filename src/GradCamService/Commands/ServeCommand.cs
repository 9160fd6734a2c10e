using System.ComponentModel;
using GradCamService.Callers;
using GradCamService.Configuration;
using GradCamService.Datasets;
using GradCamService.Entrance;
using GradCamService.Health;
using GradCamService.Jobs;
using GradCamService.Management;
using GradCamService.OpenApi;
using GradCamService.Page;
using GradCamService.Problems;
using GradCamService.Queue;
using GradCamService.Requests;
using GradCamService.Telemetry;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary><c>serve</c>: the service over HTTP, until it is asked to end.</summary>
internal sealed class ServeCommand(Arguments arguments) : AsyncCommand<ServeSettings>
{
    public static CommandRow Row { get; } = CommandRow.Of<ServeCommand, ServeSettings>(
        "serve", "Answers over HTTP. What is done where no command is named.",
        "", "--urls http://localhost:9000", "--Queue:Capacity=128 --Models:Bundled:0=efficientnet-lite0");

    public override async Task<int> ExecuteAsync(CommandContext context, ServeSettings settings, CancellationToken cancellationToken)
    {
        HostArguments.Check(arguments.Host);
        var builder = WebApplication.CreateBuilder([.. arguments.Host]);
        ((IConfigurationRoot)builder.Configuration).RefuseUnknownSettings();

        builder.UseDefaultPort();
        builder.AddManagementPort();
        builder.AddTelemetry();
        builder.AddRequests();
        builder.Services.AddServiceOptions(builder.Configuration);
        builder.Services.AddEntrance();
        builder.Services.AddServedQueue();
        builder.Services.AddDatasets();
        builder.Services.AddJobs();
        builder.Services.AddCallers();
        builder.Services.AddProblems();
        builder.Services.AddHealth();
        builder.Services.AddApi();

        var app = builder.Build();
        app.UseEntrance();
        app.UseRequestLog();
        app.UseHeadAsGet();
        var serves = app.Services.GetRequiredService<RoleOptions>().Serves;
        if (serves)
            app.UsePage();
        app.UseRouting();
        app.UseAudit();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseManagementPort();
        app.UseCrossOrigins();
        app.UseCallers();
        app.UseSentEncodings();
        if (serves)
            app.MapApi();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint().WithMetadata(new ManagementAttribute());
        return await app.UntilEndedAsync();
    }
}

/// <summary>Arguments of <c>serve</c>, for its help: the host reads them.</summary>
internal sealed class ServeSettings : CommandSettings
{
    [CommandArgument(0, "[SETTING...]")]
    [Description("A setting as --Key=value or --Key value, of those below and of ASP.NET Core (--urls, --Kestrel:…, --Logging:…).")]
    public string[] Settings { get; init; } = [];
}

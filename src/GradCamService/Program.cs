using System.Globalization;
using GradCamService.Configuration;
using GradCamService.Datasets;
using GradCamService.Health;
using GradCamService.Models;
using GradCamService.Onnx.Execution;
using GradCamService.OpenApi;
using GradCamService.Problems;
using GradCamService.Queue;
using GradCamService.Requests;
using GradCamService.Telemetry;

// Before anything loads libtorch, whose threads read it once.
NativeThreads.SpinBriefly();

// Numbers are read and written alike whatever language the machine speaks.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is [DescribeCommand.Name, ..])
    return DescribeCommand.Run(args[1..], Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(args);

builder.UseDefaultPort();
builder.AddTelemetry();
builder.AddRequests();
builder.Services.AddServiceOptions(builder.Configuration);
builder.Services.AddQueue();
builder.Services.AddDatasets();
builder.Services.AddProblems();
builder.Services.AddHealth();
builder.Services.AddApi();

try
{
    var app = builder.Build();
    app.UseRequestLog();
    app.UseHeadAsGet();
    app.UseRouting();
    app.UseExceptionHandler();
    app.UseStatusCodePages();
    app.MapApi();
    app.MapHealth();
    app.MapPrometheusScrapingEndpoint();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (WrongOptions.Of(exception) is { Count: > 0 } failures)
{
    foreach (var failure in failures)
        await Console.Error.WriteLineAsync($"Configuration: {failure}");
    return 2;
}
catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException)
{
    // The binder's message names key and type.
    await Console.Error.WriteLineAsync($"Configuration: {exception.Message}");
    return 2;
}

/// <summary>The entry point; public so that tests can start the service in their process.</summary>
public partial class Program;

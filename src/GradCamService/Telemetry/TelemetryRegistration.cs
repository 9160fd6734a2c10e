using GradCamService.Explain.Queue;
using GradCamService.Jobs.Work;
using Microsoft.AspNetCore.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace GradCamService.Telemetry;

internal static class TelemetryRegistration
{
    // Batches are small whole numbers; times go from a fast resize to a long queue.
    private static readonly double[] BatchBuckets = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256];
    private static readonly double[] SecondBuckets =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>JSON logs with trace ids, W3C trace context, Prometheus metrics.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        // Each service of a process has its own log: the static one would be the last one's that was built.
        builder.Services.AddSerilog(preserveStaticLogger: true, configureLogger: (services, log) => log
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            // Statements, and what passes when a database restarts.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.Hosting", LogEventLevel.Information)
            // "Not ready yet" is an answer to the probe, not an error.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .ReadFrom.Configuration(builder.Configuration)
            .ReadFrom.Services(services)
            .Enrich.FromLogContext()
            .WriteTo.Console(new RenderedCompactJsonFormatter()));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.NameService(builder.Configuration))
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource(JobTraces.SourceName).AddOtlp(builder.Configuration))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(QueueMetrics.MeterName, JobMetrics.MeterName)
                .AddView("gradcam.batch.size", new ExplicitBucketHistogramConfiguration { Boundaries = BatchBuckets })
                .AddView("gradcam.queue.wait", new ExplicitBucketHistogramConfiguration { Boundaries = SecondBuckets })
                .AddView("gradcam.stage.duration", new ExplicitBucketHistogramConfiguration { Boundaries = SecondBuckets })
                .AddPrometheusExporter()
                .AddOtlp(builder.Configuration));
        return builder;
    }

    /// <summary>One line a request: method, route, status, time; never a body, a query or a header.</summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {Route} answered {StatusCode} in {Elapsed:0.0} ms";
        options.EnrichDiagnosticContext = (diagnostics, context) =>
            diagnostics.Set("Route", RouteOf(context)?.RoutePattern.RawText ?? "(no route)");
        options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
        [
            new LogEventProperty("RequestMethod", new ScalarValue(context.Request.Method)),
            new LogEventProperty("StatusCode", new ScalarValue(status)),
            new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
        ];
        options.GetLevel = (context, _, exception) =>
            context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/metrics") ? LogEventLevel.Debug
            : exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
            : LogEventLevel.Information;
    });

    // The exception handler takes the endpoint away and keeps it in its feature.
    private static RouteEndpoint? RouteOf(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint;
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GradCamService.Benchmarks.Rows;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;

namespace GradCamService.Benchmarks.Load;

/// <summary>
/// <c>load [--rate R --seconds S] [--requests N] [--json FILE]</c>: by default, the bare explainer in batches, the service at
/// saturation, then at 70 % of it; <c>--requests</c> watches memory instead.
/// </summary>
internal static class LoadTest
{
    // .NET compiles what is called often a second time; until then a loaded service is slower than it stays.
    private static readonly TimeSpan UntilCompiled = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task<int> Run(string[] arguments)
    {
        var jpeg = SamplePhoto.Jpeg(640, 480);
        var results = new Dictionary<string, object>();
        if (Number(arguments, "--requests") is { } requests)
            results["memory"] = await Memory(jpeg, (int)requests);
        else if (Number(arguments, "--rate") is { } rate)
            using (var service = await ServiceProcess.Start())
                results["load"] = Show("load", await OpenLoop.Run(service, () => ExplanationForm.Of(jpeg), rate, TimeSpan.FromSeconds(Number(arguments, "--seconds") ?? 20)));
        else
            await Saturation(jpeg, results);
        if (Array.IndexOf(arguments, "--json") is var at && at >= 0)
            await File.WriteAllTextAsync(arguments[at + 1], JsonSerializer.Serialize(results, Json));
        return 0;
    }

    private static async Task Saturation(byte[] jpeg, Dictionary<string, object> results)
    {
        foreach (var (name, fields) in new[] { ("numbers only", new[] { ("images", "none") }), ("default pictures", []) })
        {
            using var service = await ServiceProcess.Start();
            Func<HttpContent> form = () => ExplanationForm.Of(jpeg, fields);
            // A shared machine is not the same for a minute: what the service is compared with is measured on both sides of it.
            var before = BareImagesPerSecond();
            await OpenLoop.Run(service, form, before * 1.5, UntilCompiled);
            var full = Show($"{name}, saturated", await OpenLoop.Run(service, form, before * 1.5, TimeSpan.FromSeconds(20)));
            var bare = (before + BareImagesPerSecond()) / 2;
            var part = Show($"{name}, 70 %", await OpenLoop.Run(service, form, full.Throughput * 0.7, TimeSpan.FromSeconds(30)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: bare explainer in batches of 8 {bare:0.0} images/s, throughput ÷ bare {full.Throughput / bare:0.00}, p99 ÷ p50 at 70 % {part.P99 / part.P50:0.00}"));
            results[$"{name}, bareImagesPerSecond"] = bare;
            results[$"{name}, saturated"] = full;
            results[$"{name}, 70 %"] = part;
        }
    }

    /// <summary>Resident memory after 500 requests and after all of them, four at a time.</summary>
    private static async Task<object> Memory(byte[] jpeg, int requests)
    {
        const int Warm = 500;
        const int AtOnce = 4;
        using var service = await ServiceProcess.Start();
        var after = new Dictionary<int, double>();
        for (var done = 0; done < requests; done += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                using var form = ExplanationForm.Of(jpeg);
                using var response = await service.Client.PostAsync(ExplanationForm.Lite0, form);
                await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            }));
            if ((done + AtOnce) % Warm == 0)
            {
                after[done + AtOnce] = service.ResidentBytes / 1048576.0;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after {done + AtOnce} requests: {after[done + AtOnce]:0} MiB"));
            }
        }
        return after;
    }

    private static double BareImagesPerSecond()
    {
        NativeHeap.KeepLargeBlocks();
        var path = Path.Combine(AppContext.BaseDirectory, "models", "efficientnet-lite0", "model.onnx");
        using var graph = GraphLoader.Load(path, new GraphOptions { Keep = ["head"] });
        var model = Asked.Model(new ImageNetwork(new GraphRunner(graph), null, new Wiring("image", "logits")), "head", [3, 224, 224]);
        var image = Enumerable.Range(0, 3 * 224 * 224).Select(i => (float)Math.Sin(i * 0.01)).ToArray();
        var items = Enumerable.Repeat(new Asked(image, new BestPredictions(1, ConceptCatalog.OfCount(1000))), 8).ToList();
        void Once() => model.Explain(items, MethodTable.GuidedGradCam);
        for (var i = 0; i < 3; i++)
            Once();
        var clock = Stopwatch.StartNew();
        var batches = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(6); batches++)
            Once();
        return batches * items.Count / clock.Elapsed.TotalSeconds;
    }

    private static LoadResult Show(string name, LoadResult result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {result.Rate:0.0}/s offered, {result.Throughput:0.0}/s answered, p50 {result.P50:0} p95 {result.P95:0} p99 {result.P99:0} ms, "
            + $"429 {result.Refused:P0}, failed {result.Failed:P0}, batch {result.BatchSize:0.0}, memory {result.ResidentMegabytes[0]:0} → {result.ResidentMegabytes[^1]:0} MiB"));
        return result;
    }

    private static double? Number(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is var at && at >= 0 ? double.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : null;
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Evaluate.Tests.Runs;

/// <summary>Maps that are kept are those that were measured, and the same after every run.</summary>
public sealed class MapFolderTests(Device device) : IClassFixture<Device>, IDisposable
{
    private const int Header = 128;

    private readonly string _output = Directory.CreateTempSubdirectory("kept").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public async Task Every_photo_that_can_be_read_has_a_file()
    {
        var plan = device.Plan(10, ["accuracy"], "grad-cam");
        File.WriteAllText(plan.Images[3].Path, "no image");

        var folder = await RunAsync(plan, "some");

        Assert.Equal(plan.Images.Where((_, i) => i != 3).Select(image => image.Id + ".npz"), Files(folder));
    }

    [Fact]
    public async Task The_rows_of_an_array_are_the_maps_whose_peaks_were_told()
    {
        var plan = device.Plan(9, ["localization"], "grad-cam", "layer-cam");

        var folder = await RunAsync(plan, "rows");
        // All photos have the same size, and lie alike in the network's input.
        var placement = PreparedPhoto.Of([File.ReadAllBytes(plan.Images[0].Path)], device.Model.Manifest.Input.Spec, 1, Fit.Stretch, false,
            new DecodeLimits(long.MaxValue, false), TestContext.Current.CancellationToken).Placement;

        foreach (var file in Files(folder))
        {
            using var zip = ZipFile.OpenRead(Path.Combine(folder, file));
            using var answer = JsonDocument.Parse(zip.GetEntry("answer.json")!.Open());
            var maps = answer.RootElement.GetProperty("result").GetProperty("maps");
            var rows = answer.RootElement.GetProperty("rows").GetProperty("map").EnumerateArray().Select(row => row.GetInt32()).ToList();
            var (shape, values) = Array(zip, "map");
            Assert.Equal("network", answer.RootElement.GetProperty("model").GetString());
            Assert.Equal(Enumerable.Range(0, maps.GetArrayLength()), rows);
            Assert.Equal(rows.Count, shape[0]);
            // Five predictions and a label that may be one of them, by each method.
            Assert.InRange(rows.Count, 5 * 2, 6 * 2);
            var size = shape[1] * shape[2];
            foreach (var (row, i) in rows.Select((row, i) => (row, i)))
            {
                var positive = values[(i * size)..((i + 1) * size)].Select(value => Math.Max(value, 0)).ToArray();
                var found = Localizer.Find(Upsampling.Bilinear(positive, shape[1], shape[2], 64, 64), placement, ThresholdRule.Default);
                Assert.Equal(
                    found.Peak is { } peak ? [peak.X, peak.Y] : null,
                    maps[row].GetProperty("peak") is { ValueKind: JsonValueKind.Array } told ? told.EnumerateArray().Select(each => each.GetInt32()).ToArray() : null);
            }
        }
    }

    [Fact]
    public async Task Values_a_pixel_are_kept_apart_from_those_a_channel()
    {
        var folder = await RunAsync(device.Plan(1, ["accuracy"], "grad-cam", "guided-backprop", "occlusion"), "pixels");

        using var zip = ZipFile.OpenRead(Path.Combine(folder, "000.png.npz"));
        using var answer = JsonDocument.Parse(zip.GetEntry("answer.json")!.Open());
        var result = answer.RootElement.GetProperty("result");
        foreach (var (name, method, channels) in new[] { ("map", "grad-cam", 0), ("attribution", "guided-backprop", 3), ("attribution_map", "occlusion", 1) })
        {
            var rows = answer.RootElement.GetProperty("rows").GetProperty(name).EnumerateArray().Select(row => row.GetInt32()).ToList();
            var shape = Array(zip, name).Shape;
            Assert.Equal(Enumerable.Range(0, result.GetProperty("maps").GetArrayLength())
                .Where(i => result.GetProperty("maps")[i].GetProperty("method").GetString() == method), rows);
            Assert.Equal(rows.Count, shape[0]);
            if (channels > 0)
                Assert.Equal([channels, 64, 64], shape[1..]);
        }
    }

    [Fact]
    public async Task A_run_that_was_killed_keeps_the_bytes_of_a_whole_one()
    {
        var plan = device.Plan(20, ["localization"], "grad-cam");
        var whole = await RunAsync(plan, "whole");
        var killed = await RunAsync(plan, "killed");
        // As a kill leaves it: a piece that is not written down, one of whose files is not whole.
        var journal = Path.Combine(_output, "killed", "pieces.jsonl");
        File.WriteAllLines(journal, File.ReadAllLines(journal)[..^1]);
        foreach (var file in Files(killed))
            File.Move(Path.Combine(killed, file), Path.Combine(killed, file + ".part"));

        await RunAsync(plan, "killed");

        var again = Directory.GetFiles(killed, "*.npz");
        Assert.NotEmpty(again);
        Assert.All(again, file => Assert.Equal(File.ReadAllBytes(Path.Combine(whole, Path.GetFileName(file))), File.ReadAllBytes(file)));
    }

    private async Task<string> RunAsync(EvaluationPlan plan, string name)
    {
        var output = Directory.CreateDirectory(Path.Combine(_output, name)).FullName;
        using var journal = Journal.Open(output, "plan");
        await new Evaluation(plan, device.Queue, journal, new MapFolder(output)).RunAsync(() => { }, TestContext.Current.CancellationToken);
        return Path.Combine(output, MapFolder.Name, "network");
    }

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>A header of the least length, and float32.</summary>
    private static (int[] Shape, float[] Values) Array(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name + ".npy")!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var file = bytes.ToArray();
        var text = Encoding.ASCII.GetString(file, 0, Header);
        Assert.Contains("'descr': '<f4', 'fortran_order': False", text, StringComparison.Ordinal);
        var shape = text[(text.IndexOf('(') + 1)..text.IndexOf(')')].Split(',').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var values = MemoryMarshal.Cast<byte, float>(file.AsSpan(Header)).ToArray();
        Assert.Equal(shape.Aggregate(1, (one, other) => one * other), values.Length);
        return (shape, values);
    }
}

using Google.Protobuf;
using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>Small ONNX files of many kinds, most of which load without a manifest.</summary>
internal static class NetworkSeeds
{
    // Larger ones take their time to run, and their damage is mostly in weights.
    private const int Largest = 50_000;

    private static readonly string[] Folders = ["Reports", "Goldens/families"];

    public static IReadOnlyList<byte[]> All { get; } =
    [
        SmallNetworks.Plain().Build().ToByteArray(),
        .. Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", folder), "*.onnx", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(file => file.Length <= Largest),
    ];
}

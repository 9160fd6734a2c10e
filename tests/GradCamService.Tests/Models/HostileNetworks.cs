using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Tests.Models;

/// <summary>Small files that cost much before anybody has asked for an explanation.</summary>
internal static class HostileNetworks
{
    private const int FloatType = 1;

    // 1 GiB of float32, the largest that one operator may make.
    private const long Side = 1 << 14;

    /// <summary>A classifier, and beside it a chain of nodes each of which makes a gigabyte out of one number.</summary>
    public static void Expanding(string models, string name, int links) => Save(models, name, network =>
    {
        network.Floats("one", [1], 1).Longs("wide", Side, Side);
        var last = "one";
        for (var i = 0; i < links; i++)
        {
            network.Node("Expand", $"{last} wide", $"e{i}").Node("ReduceMax", $"e{i}", $"m{i}", ("keepdims", 0));
            last = $"m{i}";
        }
        return last;
    });

    /// <summary>A classifier of so many nodes.</summary>
    public static void Long(string models, string name, int nodes) => Save(models, name, network =>
    {
        network.Floats("one", [1], 1);
        var last = "logits";
        for (var i = 0; i < nodes; i++)
            network.Node("Add", $"{last} one", last = $"sum{i}");
        return last;
    });

    private static void Save(string models, string name, Func<NetworkBuilder, string> add)
    {
        var network = new NetworkBuilder(13).Input("image", FloatType, 1, 3, 32, 32).Weight("w", 8, 3, 3, 3).Weight("dense", 8, 10)
            .Node("Conv", "image w", "map").Node("Relu", "map", "relu").Node("GlobalAveragePool", "relu", "pooled").Node("Flatten", "pooled", "features")
            .Node("MatMul", "features dense", "logits");
        network.Node("Add", $"logits {add(network)}", "scores").Output("scores").SaveInto(models, name);
    }
}

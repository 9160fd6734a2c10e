namespace GradCamService.Benchmarks.Networks;

/// <summary>The architectures that the literature measures, with random weights.</summary>
internal static class KnownNetworks
{
    /// <summary>VGG-16: thirteen 3×3 convolutions, three dense layers. Its last feature map is 14 × 14. Returns the target layer.</summary>
    public static string SaveVgg16(string path)
    {
        var network = new NetworkBuilder(224);
        var target = "";
        foreach (var (filters, convolutions) in new[] { (64, 2), (128, 2), (256, 3), (512, 3), (512, 3) })
        {
            for (var i = 0; i < convolutions; i++)
                network.Conv(filters, 3);
            target = network.Last;
            network.MaxPool(2, 2);
        }
        network.Flatten().Dense(512 * 7 * 7, 4096).Relu().Dense(4096, 4096).Relu().Dense(4096, 1000).Save(path);
        return target;
    }

    /// <summary>ResNet-50: bottleneck blocks, three, four, six and three of them. Returns the target layer.</summary>
    public static string SaveResNet50(string path)
    {
        var network = new NetworkBuilder(224).Conv(64, 7, 2).MaxPool(3, 2, 1);
        foreach (var (width, blocks, stride) in new[] { (64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2) })
            for (var block = 0; block < blocks; block++)
                Bottleneck(network, width, block == 0 ? stride : 1, project: block == 0);
        var target = network.Last;
        network.GlobalAveragePool().Flatten().Dense(2048, 1000).Save(path);
        return target;
    }

    private static void Bottleneck(NetworkBuilder network, int width, int stride, bool project)
    {
        var (input, channels) = (network.Last, network.Channels);
        network.Conv(width, 1).Conv(width, 3, stride).Conv(4 * width, 1, relu: false);
        var main = network.Last;
        var shortcut = input;
        if (project)
        {
            (network.Last, network.Channels) = (input, channels);
            network.Conv(4 * width, 1, stride, relu: false);
            shortcut = network.Last;
        }
        network.Last = main;
        network.Sum(shortcut).Relu();
    }
}

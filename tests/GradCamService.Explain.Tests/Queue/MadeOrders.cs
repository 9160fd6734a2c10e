using System.Collections.Concurrent;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tasks;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>Orders of a model without a network: nothing here computes.</summary>
internal static class MadeOrders
{
    private static readonly ConceptCatalog Concepts = ConceptCatalog.OfCount(100);

    private static readonly ConcurrentDictionary<string, TargetLayer> Layers = new();

    public static LoadedModel Model(
        int maxBatch = int.MaxValue, long activationBytes = 0, ThresholdRule? threshold = null, ModelTask? task = null) => new()
        {
            Manifest = Asked.Manifest([3, 4, 4]) with { Threshold = threshold },
            Task = task ?? TaskTable.Of("classification"),
            Network = null!,
            Concepts = Concepts,
            Layers = [Asked.Layer("head")],
            Sha256 = "",
            MaxBatch = maxBatch,
            ActivationBytes = activationBytes,
        };

    public static Order Of(LoadedModel model, int concepts = 1, string layer = "head", params Method[] methods) => new()
    {
        Model = model,
        Subject = new Subject(new BestPredictions(concepts, Concepts)),
        Methods = methods,
        Layers = [Layers.GetOrAdd(layer, name => Asked.Layer(name))],
        Fit = Fit.Stretch,
    };

    public static WaitingOrder Waiting(Order order, Lane lane = Lane.Interactive) =>
        new(new PreparedOrder(order, null!), 0, CancellationToken.None) { Lane = lane };

    /// <summary>An answer with nothing in it.</summary>
    public static Explained Answer(PreparedOrder prepared) =>
        new(prepared.Order, prepared.Photo, new NetworkOutput([], []), [], new StageTimes(TimeSpan.Zero, TimeSpan.Zero));
}

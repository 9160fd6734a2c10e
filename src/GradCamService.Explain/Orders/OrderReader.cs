using System.Globalization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Onnx;

namespace GradCamService.Explain.Orders;

/// <summary>Fields → an order, or all that is wrong with them.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="General">Fields whatever the task.</param>
/// <param name="OfTask">Those of a task.</param>
/// <param name="Complete">Makes the order of a model from what the fields say.</param>
public sealed record OrderReader(
    string Name, IReadOnlyList<Field> General, Func<ModelTask, IReadOnlyList<Field>> OfTask, Func<FieldReader, LoadedModel, Order> Complete)
{
    // As many as take minutes on a small machine, and seconds on a large one; the deadline is shorter for most.
    private const int MostPasses = 20_000;

    /// <summary>Reads orders of explanations.</summary>
    public static OrderReader Explanation { get; } = new("explanation", OrderFields.Explanation, task => task.ExplanationFields, Explain);

    /// <summary>Reads orders of predictions.</summary>
    public static OrderReader Prediction { get; } = new("prediction", OrderFields.Prediction, task => task.PredictionFields, Predict);

    /// <param name="sent">Texts by the names of their fields.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="tasks">All tasks, whose fields are known though they are not this model's.</param>
    /// <param name="errors">What is wrong so far.</param>
    /// <param name="images">Files that came in the photo's part.</param>
    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    public Order Read(ILookup<string, string> sent, LoadedModel model, IReadOnlyList<ModelTask> tasks, FieldErrors errors, int images = 1)
    {
        var reader = new FieldReader(sent, errors) { Images = images };
        var ofInputs = reader.Sent.Where(InputFields.IsOne).ToList();
        reader.RefuseOthers([ImageField, .. FieldsOf(tasks).Select(field => field.Name), .. ofInputs]);
        InputFields.RefuseOthers(ofInputs, model, errors);
        RefuseOtherTasks(sent, model, tasks, errors);
        var order = Complete(reader, model);
        errors.ThrowIfAny();
        return order;
    }

    /// <summary>The name of the photo's part, which is no text.</summary>
    public const string ImageField = "image";

    /// <summary>All fields of any task, each once.</summary>
    public IReadOnlyList<Field> FieldsOf(IEnumerable<ModelTask> tasks) => [.. tasks.SelectMany(OfTask).Distinct(), .. General];

    /// <summary>The tasks that have a field; empty where all have it.</summary>
    public IReadOnlyList<ModelTask> Owners(string field, IEnumerable<ModelTask> tasks) =>
        [.. tasks.Where(task => OfTask(task).Any(own => own.Name.Equals(field, StringComparison.OrdinalIgnoreCase)))];

    private void RefuseOtherTasks(ILookup<string, string> sent, LoadedModel model, IReadOnlyList<ModelTask> tasks, FieldErrors errors)
    {
        foreach (var name in sent.Select(field => field.Key))
        {
            var owners = Owners(name, tasks);
            if (owners.Count == 0 || owners.Contains(model.Task))
                continue;
            // What names the thing to look for, the task calls otherwise: that is the likely wish.
            var hint = tasks.Any(task => task.NamingField.Name == name) ? $" Name what to look for in '{model.Task.NamingField.Name}'." : "";
            errors.Add(name, $"'{name}' belongs to models for {string.Join(", ", owners.Select(task => task.Name))}; "
                + $"'{model.Name}' is a model for {model.Task.Name}.{hint}");
        }
    }

    private static Order Explain(FieldReader fields, LoadedModel model)
    {
        var methods = Methods(fields, model);
        var order = new Order
        {
            Model = model,
            Subject = model.Task.ReadExplanation(fields, model),
            Numbers = InputFields.Read(fields, model),
            Methods = methods,
            IsCounterfactual = fields.Flag(OrderFields.Counterfactual),
            Layers = Layers(fields, model),
            IsFused = fields.Flag(OrderFields.Fuse),
            IsAugmented = fields.Flag(OrderFields.Augment),
            Settings = MethodSettings.Read(fields, methods),
            Fit = fields.Choice(OrderFields.Fit, model.Manifest.Input.Spec.Fit),
            Threshold = fields.Meaning(OrderFields.Threshold) ?? model.Manifest.Threshold ?? ThresholdRule.Default,
            Style = Style(fields),
            Pictures = Pictures(fields),
            PictureFields = PictureFieldTable.Sent(fields),
        };
        Check(fields, order);
        return order;
    }

    private static IReadOnlyList<Method> Methods(FieldReader fields, LoadedModel model)
    {
        var methods = fields.AllChoices(OrderFields.Method);
        foreach (var method in methods.Where(method => !model.Task.Takes(method)))
            fields.Errors.Add(OrderFields.Method.Name, $"'{method.Name}' compares classes, which a model for {model.Task.Name} does not have.");
        return methods;
    }

    /// <summary>Refuses what would have no effect, and what would take too long, before any work.</summary>
    private static void Check(FieldReader fields, Order order)
    {
        if (order.IsFused && order.Layers.Count == 1)
            fields.Errors.Add(OrderFields.Fuse.Name, "'fuse' makes one map of several layers' maps; name each in a field 'layer' of its own.");
        if (order.IsAugmented && order.Methods.Count > 0 && order.Methods.All(method => method.Map is null))
            fields.Errors.Add(OrderFields.Augment.Name, "'augment' smooths the maps of target layers; "
                + $"{string.Join(", ", order.Methods.Select(method => method.Name))} {(order.Methods.Count == 1 ? "has" : "have")} none.");
        if (order.IsAugmented && order.Subject.Targets.AreBoundToPlaces)
            fields.Errors.Add(OrderFields.Augment.Name, "'augment' looks at mirrored photos, too, and what is explained here is a place of this photo, "
                + "which would be elsewhere in a mirrored one.");
        if (order.Subject.Targets.Tensor is { } tensor)
            CheckLayers(fields, order, tensor);
        if (order.PassesBesides is > MostPasses and var passes)
            fields.Errors.Add(OrderFields.Method.Name, string.Create(CultureInfo.InvariantCulture,
                $"This order would run the network {passes:N0} times; at most {MostPasses:N0} are done for a request. Ask for fewer methods, layers, targets, "
                + $"masks, samples or steps, or a larger stride."));
    }

    /// <summary>Refuses layers from which no way leads to the tensor that is explained.</summary>
    private static void CheckLayers(FieldReader fields, Order order, string tensor)
    {
        var model = order.Model;
        if (order.Methods.All(method => method.Map is null) || order.Layers.FirstOrDefault(layer => !model.Network.LeadsTo(layer.Name, tensor)) is not { } other)
            return;
        var before = model.Layers.Where(layer => model.Network.LeadsTo(layer.Name, tensor)).Select(layer => $"'{layer.Name}'").ToList();
        fields.Errors.Add(OrderFields.Layer.Name, $"'{Names.Shorten(tensor)}' does not depend on layer '{other.Name}'; " + (before.Count > 0
            ? $"layers that lead to it are {string.Join(", ", before)}."
            : "no layer of this model leads to it, and only a method without a map, such as guided-backprop, needs none."));
    }

    private static PictureStyle Style(FieldReader fields) => new()
    {
        Colors = fields.Choice(OrderFields.ColorMap, default),
        Opacity = fields.Number(OrderFields.Opacity),
        Marks = fields.Has(OrderFields.Draw) ? fields.AllChoices(OrderFields.Draw).ToHashSet() : [],
        Frame = fields.Choice(OrderFields.Frame, default),
        Enlarges = fields.Flag(OrderFields.Enlarge),
        Format = fields.Choice(OrderFields.ImageFormat, PictureFormat.Png),
    };

    private static Order Predict(FieldReader fields, LoadedModel model) => new()
    {
        Model = model,
        Subject = model.Task.ReadPrediction(fields, model),
        Numbers = InputFields.Read(fields, model),
        Layers = [model.DefaultLayer],
        Fit = fields.Choice(OrderFields.Fit, model.Manifest.Input.Spec.Fit),
    };

    private static HashSet<string>? Pictures(FieldReader fields)
    {
        if (!fields.Has(OrderFields.Images))
            return null;
        var names = fields.AllChoices(OrderFields.Images).ToHashSet();
        if (names.Count > 1 && names.Contains(OrderFields.NoPictures))
            fields.Errors.Add(OrderFields.Images.Name, "'none' excludes the other pictures.");
        return names;
    }

    /// <summary>Those that were named, each once, in the network's order.</summary>
    private static IReadOnlyList<TargetLayer> Layers(FieldReader fields, LoadedModel model)
    {
        var named = fields.All(OrderFields.Layer).Select(name => Layer(fields, model, name)).OfType<TargetLayer>().ToList();
        return named.Count == 0 ? [model.DefaultLayer] : [.. model.Layers.Where(named.Contains)];
    }

    private static TargetLayer? Layer(FieldReader fields, LoadedModel model, string name)
    {
        if (model.Layers.FirstOrDefault(layer => layer.Name == name) is { } layer)
            return layer;
        if (model.OtherTensors.TryGetValue(name, out var other))
            fields.Errors.Add(OrderFields.Layer.Name, $"'{Names.Shorten(name)}', {ShapeText.Of(other.Shape)}, is a tensor of this network, "
                + (other.HasPositions ? "but its manifest does not offer it" : "without positions on the image, as behind global pooling")
                + $"; layers that work are {string.Join(", ", model.Layers.Select(offered => $"'{offered.Name}'"))}.");
        else
            fields.Errors.AddUnknown(OrderFields.Layer.Name, "target layer of this model", name, model.Layers.Select(offered => offered.Name));
        return null;
    }
}

using System.Numerics.Tensors;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Embedding;

/// <summary>Photo → a vector. What is explained is its similarity with another photo's, or with one that the caller gives.</summary>
internal static class EmbeddingTask
{
    private const string Embedding = "embedding";
    private const string Norm = "norm";
    private const string Similarity = "similarity";

    private static readonly TextField Vector = new(
        "vector", "The vector that the photo's embedding is compared with, in place of a second part image: its numbers, separated by commas or as a "
            + "JSON array.");

    public static ModelTask Row { get; } = new(new TaskRules(Embedding))
    {
        ExplanationFields = [Vector, .. Elements.Fields],
        PredictionFields = [Vector],
        NamingField = Vector,
        ReadExplanation = ReadExplanation,
        ReadPrediction = (fields, model) => new Subject(TargetChoice.None) { Reference = Read(fields, model, isRequired: false) },
        WarmUp = model => new Subject(SimilarityTarget.Instance) { Reference = [.. Enumerable.Repeat(1f, Length(model))] },
        List = List,
        Sections =
        [
            new Section(Embedding, typeof(IReadOnlyList<float?>),
                "embedding only, of a prediction: what the network makes of the photo, in its output's order; null for a number that is not finite."),
            new Section(Norm, typeof(double), "embedding only, of a prediction: the embedding's length √Σ v²; absent where it is not finite."),
            new Section(Similarity, typeof(double),
                "embedding only, of a prediction with a second image or a vector: their cosine, −1 to 1; absent where it is not finite."),
        ],
        References = 1,
        HasClasses = false,
        Concepts = [Similarity],
        FindOutputs = EmbeddingOutput.Find,
    };

    private static int Length(LoadedModel model) => ((EmbeddingReading)model.Scores).Length;

    private static bool HasSecond(FieldReader fields, LoadedModel model) => fields.Images > model.Manifest.Input.Images;

    private static Subject ReadExplanation(FieldReader fields, LoadedModel model)
    {
        if (Elements.Read(fields, model, Vector) is not { } elements)
            return new Subject(SimilarityTarget.Instance) { Reference = Read(fields, model, isRequired: true) };
        if (HasSecond(fields, model))
            fields.Errors.Add("image", "A second image is compared with the photo; elements of a tensor are not compared.");
        return new Subject(elements);
    }

    /// <returns>Null where a second photo is sent, nothing is compared, or something is wrong.</returns>
    private static float[]? Read(FieldReader fields, LoadedModel model, bool isRequired)
    {
        var expected = $"{Length(model)} numbers, separated by commas or as a JSON array";
        var hasSecond = HasSecond(fields, model);
        if (fields.Text(Vector) is not { } text)
        {
            if (isRequired && !hasSecond && fields.Images > 0)
                fields.Errors.Add(Vector.Name, "What is explained is how like an embedding is to another: send a second part 'image' "
                    + $"(curl: -F image=@photo.jpg -F image=@other.jpg), or in 'vector' {expected}.");
            return null;
        }
        if (hasSecond)
            fields.Errors.Add(Vector.Name, "vector and a second image exclude each other: the photo is compared with one of them.");
        var numbers = NumberList.Read(text, areTruths: false, out var wrong);
        var vector = Array.ConvertAll(numbers, number => (float)number);
        if (wrong is null && Array.Exists(vector, number => !float.IsFinite(number)))
            wrong = FormattableString.Invariant($"{numbers.First(number => !float.IsFinite((float)number))}");
        var count = $"{vector.Length} number{(vector.Length == 1 ? "" : "s")}";
        var problem = wrong is not null ? $"'{wrong}' is not a number; 'vector' takes {expected}."
            : vector.Length != Length(model) ? $"The vector has {count}; '{model.Name}' makes embeddings of {Length(model)}."
            : TensorPrimitives.Norm<float>(vector) > 0 ? null
            : "All numbers of the vector are 0: it has no direction that an embedding could be like.";
        if (problem is not null)
            fields.Errors.Add(Vector.Name, problem);
        return problem is null && !hasSecond ? vector : null;
    }

    /// <summary>Of a prediction, the vector; an explanation has the similarity as its score.</summary>
    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output)
    {
        var sections = new Dictionary<string, object>();
        if (subject.Targets == TargetChoice.None)
        {
            sections[Embedding] = Array.ConvertAll(output.Logits, value => float.IsFinite(value) ? value : (float?)null);
            if (Finite.OrNull(CosineScore.NormOf(output.Logits)) is { } norm)
                sections[Norm] = norm;
            if (output.Reference is { } reference && Finite.OrNull(CosineScore.Of(output.Logits, reference)) is { } cosine)
                sections[Similarity] = cosine;
        }
        return new Listing(null, sections);
    }
}

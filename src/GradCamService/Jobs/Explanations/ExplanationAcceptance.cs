using GradCamService.Answers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using GradCamService.Models;

namespace GradCamService.Jobs.Explanations;

/// <summary>What was sent for a job of explanations → its order and its parts, or all that is wrong.</summary>
internal static class ExplanationAcceptance
{
    // About two seconds of work on two cores: less is lost where a worker dies, more would be spent on storing.
    private const int MostPhotosAPart = 16;
    private const int PassesAPart = 64;

    // What a part's answers may be together before they are stored.
    private const long BytesAPart = 64 << 20;

    public static ReadJob Accept(JobServices services, SentJob sent)
    {
        if (sent.Models.Count != 1)
            sent.Errors.Add(JobFields.Model.Name, sent.Models.Count == 0
                ? "The field 'model' is missing: the name of the model that is asked." : "A job of explanations asks one model.");
        sent.Errors.ThrowIfAny();
        var model = services.Models.Library.Ready(sent.Models[0]);
        foreach (var (photo, i) in sent.Photos.Select((photo, i) => (photo, i)))
            CheckFiles(model, photo, i, sent.Errors);
        foreach (var picture in InputFields.Sendable(model).OfType<PictureInput>().Where(input => sent.Files.All(file => !file.Name.Equals(input.Field, StringComparison.OrdinalIgnoreCase))))
            sent.Errors.Add(picture.Field, $"The job has no part '{picture.Field}': '{model.Name}' sees a second picture there, the same with every photo.");
        InputFields.RefuseOthers(sent.Files.Select(file => file.Name), model, sent.Errors);
        if (sent.Photos.Count == 0)
            sent.Errors.Add(OrderReader.ImageField, "The job has no photos: send parts 'image', or an 'archive' with photos in it.");
        var kept = new JobOrder(sent.Fields, [new OrderedModel(model.Name, model.Sha256)]) { Files = sent.Files };
        var most = PhotosAPart(ReadOrder(kept, model, sent.Errors));
        // Photos of one blob that follow one another, so that a part reads one.
        var (parts, photos) = (new List<int>(), new List<(StoredPhoto Photo, int Part)>());
        foreach (var photo in sent.Photos)
        {
            if (parts.Count == 0 || photo.Pack != photos[^1].Photo.Pack || parts[^1] == most)
                parts.Add(0);
            parts[^1]++;
            photos.Add((photo, parts.Count - 1));
        }
        return new ReadJob(model.Name, kept, sent.Photos.Count, parts, photos);
    }

    public static async Task<SentJob> UnpackAsync(JobServices services, SentJob sent, FileInfo archive, CancellationToken cancellation)
    {
        var photos = new PhotoPacker(services.Blobs, sent.Id, services.Options);
        await ArchivePhotos.AddAsync(archive, photos, services.Upload, services.Options, cancellation);
        await photos.FlushAsync(cancellation);
        return sent with { Photos = [.. sent.Photos, .. photos.Photos] };
    }

    private static void CheckFiles(LoadedModel model, StoredPhoto photo, int number, FieldErrors errors)
    {
        var (images, count) = (model.Manifest.Input.Images * (1 + model.Task.References), photo.Files.Count);
        if (count > images)
            errors.Add($"{OrderReader.ImageField}.{number}", $"'{model.Name}' sees {images} {(images == 1 ? "image" : "images")} at once; there are {count}.");
        else if (count > 0 && model.Manifest.Input.Spec.Further.Count > 0 && count % model.Manifest.Input.Images != 0)
            errors.Add($"{OrderReader.ImageField}.{number}", $"'{model.Name}' sees {model.Manifest.Input.Images} photos of a scene; there {(count == 1 ? "is 1" : $"are {count}")}.");
    }

    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    public static Order ReadOrder(JobOrder kept, LoadedModel model, FieldErrors errors)
    {
        var order = JsonAnswer.Format.Prepare(OrderReader.Explanation.Read(kept.Lookup, model, TaskTable.All, errors));
        return order with { IsDrawnOn = order.IsDrawnOn || (ItemForms.HavePicture(order) && PictureAnswer.IsDrawnOn(order)) };
    }

    private static int PhotosAPart(Order order)
    {
        var passes = 2 + order.Rounds + order.PassesBesides;
        var (shape, targets) = (order.Model.InputShape, order.Subject.Targets.ExpectedCount);
        var bytes = sizeof(float) * shape.Aggregate(1L, (product, size) => product * size) * targets
            * (order.Methods.Count(method => method.Pixels is not null) + order.Drawn.Count + 1);
        return (int)Math.Clamp(Math.Min(PassesAPart / passes, BytesAPart / Math.Max(bytes, 1)), 1, MostPhotosAPart);
    }
}

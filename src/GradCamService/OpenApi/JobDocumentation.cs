using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using GradCamService.Jobs;
using GradCamService.Jobs.Evaluations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>The body of a job, written from the rows of its fields: as a form and as JSON.</summary>
internal static class JobDocumentation
{
    private static readonly JsonObject Example = new()
    {
        ["model"] = new JsonArray("efficientnet-lite0"),
        ["concept"] = new JsonArray("tiger cat"),
        ["image"] = new JsonArray("data:image/jpeg;base64,/9j/4AAQ…"),
    };

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsJobAttribute>().Any())
            return Task.CompletedTask;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Fields of every job, then those of its kind: of explanations, as of `POST /v1/models/{model}/explanations`; of evaluations, as of the "
                + "command `evaluate`. To try: `model` `efficientnet-lite0` and one or more files `image`.",
            // Generators that write a call for one kind take the first; of files and texts in one form, few make one that can be called.
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = FieldSchemas.Component("JobBody", Json(context.Document!), context.Document!),
                    Example = Example.DeepClone(),
                },
                ["multipart/form-data"] = FormDocumentation.Body("JobForm", Form(context.Document!), context.Document!),
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Form(OpenApiDocument document)
    {
        var fields = Fields(document);
        fields[JobFormReader.ArchiveField] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Format = "binary",
            Description = "A ZIP: every picture in it, or a dataset.",
        };
        fields[OrderReader.ImageField] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array | JsonSchemaType.Null,
            Description = "A photo; repeatable. Photos of several files, as a policy's frames, are parts `image.0`, `image.1`, …, each repeated.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        };
        return new OpenApiSchema
        {
            Description = "What is sent for a job, as a form.",
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { JobFields.Model.Name },
            Properties = fields,
            PatternProperties = new Dictionary<string, IOpenApiSchema> { [$"^{Regex.Escape(FurtherInput.Prefix)}"] = FormDocumentation.Inputs() },
        };
    }

    private static OpenApiSchema Json(OpenApiDocument document)
    {
        var fields = Fields(document);
        fields[OrderReader.ImageField] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array | JsonSchemaType.Null,
            Description = "Photos, each as base64 or a data URL.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return new OpenApiSchema
        {
            Description = "What is sent for a job, as JSON.",
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { JobFields.Model.Name },
            Properties = fields,
        };
    }

    /// <summary>Of fields that both kinds have by one name, that of explanations.</summary>
    private static Dictionary<string, IOpenApiSchema> Fields(OpenApiDocument document)
    {
        var (reader, all) = (OrderReader.Explanation, new Dictionary<string, IOpenApiSchema>());
        foreach (var field in JobFields.All.Concat(reader.FieldsOf(TaskTable.All)).Concat(EvaluationJobFields.All).DistinctBy(field => field.Name))
            all[field.Name] = FieldSchemas.Of(field, reader, document, isRequired: field == JobFields.Model);
        return all;
    }
}

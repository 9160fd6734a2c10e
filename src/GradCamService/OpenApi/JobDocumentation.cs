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
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsJobAttribute>().Any())
            return Task.CompletedTask;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Fields of every job, then those of its kind: of explanations, as of `POST /v1/models/{model}/explanations`; of evaluations, as of the "
                + "command `evaluate`. To try: `model` `efficientnet-lite0` and one or more files `image`.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new() { Schema = Form() },
                ["application/json"] = new() { Schema = Json() },
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Form()
    {
        var fields = Fields();
        fields[JobFormReader.ArchiveField] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            Description = "A ZIP: every picture in it, or a dataset.",
        };
        fields[OrderReader.ImageField] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "A photo; repeatable. Photos of several files, as a policy's frames, are parts `image.0`, `image.1`, …, each repeated.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { JobFields.Model.Name },
            Properties = fields,
            PatternProperties = new Dictionary<string, IOpenApiSchema> { [$"^{Regex.Escape(FurtherInput.Prefix)}"] = FormDocumentation.Inputs() },
        };
    }

    private static OpenApiSchema Json()
    {
        var fields = Fields();
        fields[OrderReader.ImageField] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "Photos, each as base64 or a data URL.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { JobFields.Model.Name }, Properties = fields };
    }

    /// <summary>Of fields that both kinds have by one name, that of explanations.</summary>
    private static Dictionary<string, IOpenApiSchema> Fields()
    {
        var (reader, all) = (OrderReader.Explanation, new Dictionary<string, IOpenApiSchema>());
        foreach (var field in JobFields.All.Concat(reader.FieldsOf(TaskTable.All)).Concat(EvaluationJobFields.All).DistinctBy(field => field.Name))
        {
            var schema = FormDocumentation.Schema(field, reader);
            // A job is tried with what it needs, not with every field filled in.
            if (schema is OpenApiSchema own)
                own.Examples = [field == JobFields.Model ? new JsonArray("efficientnet-lite0") : field.IsRepeatable ? new JsonArray() : ""];
            all[field.Name] = schema;
        }
        return all;
    }
}

using GradCamService.Answers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Pictures;
using GradCamService.Explain.Tasks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Fields of answers that the generator does not see, since rows of tables make them: tasks' own lists, and pictures.</summary>
internal static class AnswerFields
{
    public static async Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Properties.Any(property => property.IsExtensionData))
        {
            schema.AdditionalProperties = null;
            foreach (var section in TaskTable.All.SelectMany(task => task.Sections))
            {
                var field = await context.GetOrCreateSchemaAsync(section.Type, cancellationToken: cancellation);
                field.Description = section.Meaning;
                (schema.Properties ??= new Dictionary<string, IOpenApiSchema>())[section.Name] = field;
            }
        }
        if (context.JsonTypeInfo.Type == typeof(IReadOnlyDictionary<string, PictureFile>))
        {
            schema.AdditionalProperties = null;
            schema.Properties = PictureTable.All.ToDictionary(kind => kind.Name, kind => (IOpenApiSchema)new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = kind.Meaning,
                Pattern = $"^data:({string.Join('|', PictureFormat.All.Select(format => format.MediaType))});base64,",
            });
        }
    }
}

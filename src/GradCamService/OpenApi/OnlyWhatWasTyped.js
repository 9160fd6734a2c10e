// A plugin of Swagger UI. Left alone, it fills forms with samples and defaults and sends them with what was typed, and fields that were left empty as empty
// texts; to this service, all of those are values. With it, a field is empty until someone types, and what is empty is not sent unless its box is ticked.
({ React }) => {
  const form = "multipart/form-data";

  // What may be left out may be null to generators; here it would hide that a field is a list or a number.
  const withoutNull = (field) => ({ ...field, ...(Array.isArray(field.type) && { type: field.type.find((type) => type !== "null") }) });

  const adapt = (json) => {
    for (const { requestBody } of Object.values(json.paths).flatMap(Object.values).filter((operation) => operation.requestBody?.content[form])) {
      // Files are more easily chosen than written as JSON.
      requestBody.content = { [form]: requestBody.content[form], ...requestBody.content };
      const schema = json.components.schemas[requestBody.content[form].schema.$ref.split("/").at(-1)];
      for (const [name, field] of Object.entries(schema.properties)) schema.properties[name] = withoutNull(field);
    }
    return json;
  };

  // A form's fields are sampled without a media type, whole bodies with theirs.
  const sampleOf = (fn) => (schema, mediaType, ...rest) =>
    mediaType === false ? (schema.get("type") === "array" ? [] : "") : fn.getSampleSchema(schema, mediaType, ...rest);

  return {
    statePlugins: { spec: { wrapActions: { updateJsonSpec: (update) => (json) => update(adapt(json)) } } },
    wrapComponents: {
      RequestBody: (Original) => (props) =>
        React.createElement(Original, { ...props, fn: { ...props.fn, getSampleSchema: sampleOf(props.fn) } }),
      ParameterIncludeEmpty: (Original) => (props) =>
        React.createElement(Original, { ...props, isIncludedOptions: { ...props.isIncludedOptions, defaultValue: false } }),
    },
  };
};

{
  "name": "thimble_${package.name}",
  "version": "${version}",
  "description": "${package.summary()}",
  "keywords": ["text", "classification", "bert", "tinyml"],
  "headers": "${package.name}.h",
  "frameworks": "*",
  "platforms": "*",
  "build": {
    "srcDir": "src",
    "includeDir": "include"
  },
  "export": {
    "exclude": ["build", "results", "verify", "report.html"]
  }
}

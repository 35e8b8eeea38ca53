import { feedPlugin } from "@11ty/eleventy-plugin-rss";
export default async function(eleventyConfig) {
	eleventyConfig.addPassthroughCopy({"./public/": "/"});
	return {
		templateFormats: ["md", "njk"],
		dir: {
			input: "content",          // default: "."
			includes: "../_includes",
			data: "../_data",
			output: "_site"
		},
	};
};
